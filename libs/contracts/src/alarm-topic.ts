/** Where the exchange tells of its own alarms; no stream publishes there. */
export const ALARM_TOPIC = 'wujin.exchange-alarm.v1';
