// The parts of kafkajs 2.2.4 below its public surface that this driver uses. The package is finished: it has had no release
// since 2023, so its inside is as stable as its outside. Why they are used is said where they are.
declare module 'kafkajs/src/cluster/index.js' {
  export interface PartitionMetadata {
    readonly partitionId: number;
    readonly leader: number;
    readonly replicas: readonly number[];
  }
  export interface KafkaBroker {
    readonly nodeId: number;
    readonly connectionPool: {
      send<T>(protocol: {
        readonly request: {
          readonly apiKey: number;
          readonly apiVersion: number;
          readonly apiName: string;
          readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
        };
        readonly response: {
          readonly decode: (payload: Buffer) => Promise<T>;
          readonly parse: (decoded: T) => Promise<T>;
        };
        readonly requestTimeout?: number;
      }): Promise<T>;
    };
    initProducerId(options: {
      transactionTimeout: number;
    }): Promise<{ producerId: string; producerEpoch: number }>;
    listOffsets(request: {
      replicaId: number;
      isolationLevel: number;
      topics: Array<{ topic: string; partitions: Array<{ partition: number; timestamp: number }> }>;
    }): Promise<{
      responses: Array<{ topic: string; partitions: Array<{ partition: number; offset: string }> }>;
    }>;
  }
  export default class Cluster {
    constructor(options: Record<string, unknown>);
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
    refreshMetadata(): Promise<void>;
    refreshMetadataIfNecessary(): Promise<void>;
    findTopicPartitionMetadata(topic: string): PartitionMetadata[];
    findBroker(options: { nodeId: number }): Promise<KafkaBroker>;
    findControllerBroker(): Promise<KafkaBroker>;
  }
}

declare module 'kafkajs/src/loggers/index.js' {
  const loggers: { createLogger(options: { level: number; logCreator: unknown }): unknown };
  export default loggers;
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
  }
}
