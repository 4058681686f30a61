import { mayReadTopic } from '@exchange/access';
import type { SubjectSchema } from '@exchange/contracts';
import { Problem, type Reader } from '@exchange/runtime';

/** The topics that there are, and who may read which. */
export class Topics {
  private readonly byName: ReadonlyMap<string, SubjectSchema>;

  constructor(subjects: Iterable<SubjectSchema>) {
    this.byName = new Map([...subjects].map((subject) => [subject.topic, subject]));
  }

  readableBy({ scope }: Reader): readonly SubjectSchema[] {
    return [...this.byName.values()].filter(({ topic }) => mayReadTopic(scope, topic));
  }

  /** 404 when there is no such topic, 403 when the token does not cover it. */
  find({ scope }: Reader, topic: string): SubjectSchema {
    const subject = this.byName.get(topic);
    if (!subject)
      throw new Problem({
        status: 404,
        code: 'unknown-topic',
        detail: {
          zh: '没有这个主题，可用的见 /v1/topics',
          en: 'there is no such topic; /v1/topics lists them',
        },
      });
    if (mayReadTopic(scope, topic)) return subject;
    throw new Problem({
      status: 403,
      code: 'topic-not-granted',
      detail: { zh: '令牌未授权读取该主题', en: 'the token does not cover this topic' },
    });
  }
}
