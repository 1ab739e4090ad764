/** Asks for one run of a registered pipeline again and again under one key, from processes of their own, whatever becomes of the server meanwhile. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface TriggerAnswer {
  readonly runId: string;
  readonly isNew: boolean;
  /** Requests of this one that got no answer, or that of a server that is ending. */
  readonly unanswered: number;
}

export interface ManyTriggers {
  /** Of the route. */
  readonly url: string;
  readonly token: string;
  readonly key: string;
  readonly processes: number;
  readonly timesEach: number;
  readonly onAnswer: (answered: number) => void;
}

/** As the caller of a service does: asks again with the same key until there is an answer. */
const caller = `
  import { text } from 'node:stream/consumers';
  const { url, key, times } = JSON.parse(process.argv[1]);
  const headers = { authorization: 'Bearer ' + (await text(process.stdin)), 'content-type': 'application/json', 'idempotency-key': key };
  for (let done = 0; done < times; done += 1) {
    for (let unanswered = 0; ; unanswered += 1) {
      const answer = await fetch(url, { method: 'POST', headers, body: '{}' }).catch(() => null);
      const text = await answer?.text().catch(() => null);
      if (answer == null || text == null || answer.status >= 500) {
        if (unanswered > 600) throw new Error('no server for a minute: ' + text);
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      if (answer.status !== 201) throw new Error(answer.status + ' ' + text);
      const { runId, isNew } = JSON.parse(text);
      console.log(JSON.stringify({ runId, isNew, unanswered }));
      break;
    }
  }
`;

/** @throws Error where a request is refused, or the server stays away for a minute */
export async function triggerManyTimes(asked: ManyTriggers): Promise<TriggerAnswer[]> {
  const answers: TriggerAnswer[] = [];
  const given = JSON.stringify({ url: asked.url, key: asked.key, times: asked.timesEach });
  await Promise.all(
    Array.from({ length: asked.processes }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', caller, given], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {},
      });
      child.stdin.end(asked.token);
      const ended = once(child, 'exit');
      for await (const line of createInterface({ input: child.stdout })) {
        answers.push(JSON.parse(line));
        asked.onAnswer(answers.length);
      }
      const [code, signal] = await ended;
      if (code !== 0) throw new Error(`a caller ended with ${code ?? signal}`);
    }),
  );
  return answers;
}
