/**
 * Responsible for one attempt to send a notification: Standard Webhooks (https://www.standardwebhooks.com), signed, or Slack's incoming webhooks.
 * Leaves to others: trying again (workflows).
 */
import { createHash } from 'node:crypto';
import { EspalierError, type Notification } from '@espalier/domain';
import { Webhook } from 'standardwebhooks';
import type { Target } from './targets-file.js';

const timeoutMs = 15_000;

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * @throws EspalierError `notifications.not-taken`; it names target and status, and never the address, which may be a secret itself
 */
export async function send(target: Target, notification: Notification, now = new Date()): Promise<void> {
  const { headers, body } =
    target.kind === 'slack' ? slackRequest(notification) : webhookRequest(notification, target.secret, now);
  let status: number;
  try {
    const answer = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'espalier', ...headers },
      body,
      // Elsewhere nobody was told the secret of.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    ({ status } = answer);
  } catch (error) {
    throw notTaken(target, reasonOf(error));
  }
  if (status < 200 || status >= 300) throw notTaken(target, `it answered ${status}`);
}

/** The body and headers of the specification; the same notification has the same `webhook-id`, by which a receiver knows it again. */
function webhookRequest(notification: Notification, secret: string, now: Date): Request {
  const { id, type, at, ...data } = notification;
  const messageId = `msg_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
  const body = JSON.stringify({ type, timestamp: at, data: { id, ...data } });
  return {
    body,
    headers: {
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(messageId, now, body),
    },
  };
}

/** Slack's `text` in its mrkdwn, where three characters have to be escaped. */
function slackRequest({ title, text }: Notification): Request {
  const escaped = (plain: string) =>
    plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { headers: {}, body: JSON.stringify({ text: `*${escaped(title)}*\n${escaped(text)}` }) };
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return `it did not answer in ${timeoutMs / 1000} s`;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return `it can't be reached${code === undefined ? '' : ` (${code})`}`;
}

function notTaken({ name }: Target, reason: string): EspalierError {
  return new EspalierError('notifications.not-taken', `Target ${name} did not take it: ${reason}.`, {
    details: { target: name, reason },
  });
}
