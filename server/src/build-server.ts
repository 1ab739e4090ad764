/**
 * Responsible for the server as a whole: its limits, who gets in, its routes and the document that describes them.
 * Leaves to others: the process (server-main.ts), and all that the client does.
 */

import fastifyCookie from '@fastify/cookie';
import { type FastifyBaseLogger, type FastifyRequest, fastify, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { Credentials } from './access/credentials.js';
import { guard } from './access/guard.js';
import { SessionBook } from './access/session-book.js';
import { SignInCodes } from './access/sign-in-codes.js';
import { TokenBook } from './access/token-book.js';
import { AuditLog } from './audit/audit-log.js';
import { answerClientError, answerProblems, answerWith } from './http/answer-problems.js';
import type { Api, Services } from './http/api.js';
import { addCommonHeaders } from './http/common-headers.js';
import { limitConnections } from './http/connection-limits.js';
import { swagger } from './http/describe.js';
import { refuseOtherMethods } from './http/other-methods.js';
import { pageRoutes } from './page/page-routes.js';
import { annotationRoutes } from './routes/annotation-routes.js';
import { auditRoutes } from './routes/audit-routes.js';
import { backfillRoutes } from './routes/backfill-routes.js';
import { bulkCancelRoutes } from './routes/bulk-cancel-routes.js';
import { bulkRetryRoutes } from './routes/bulk-retry-routes.js';
import { comparedRunRoutes } from './routes/compared-run-routes.js';
import { hostRoutes } from './routes/host-routes.js';
import { modelRoutes } from './routes/model-routes.js';
import { notificationRoutes } from './routes/notification-routes.js';
import { partitionLineageRoutes } from './routes/partition-lineage-routes.js';
import { partitionRoutes } from './routes/partition-routes.js';
import { pipelineRoutes } from './routes/pipeline-routes.js';
import { quotaRoutes } from './routes/quota-routes.js';
import { runArtifactRoutes } from './routes/run-artifact-routes.js';
import { runDetailRoutes } from './routes/run-detail-routes.js';
import { runEventRoutes } from './routes/run-event-routes.js';
import { runRoutes } from './routes/run-routes.js';
import { scheduleRoutes } from './routes/schedule-routes.js';
import { serviceRoutes } from './routes/service-routes.js';
import { sessionRoutes } from './routes/session-routes.js';
import { taskKindRoutes } from './routes/task-kind-routes.js';
import { tokenRoutes } from './routes/token-routes.js';
import { RunPlans } from './runs/run-plans.js';
import { RunWatchers } from './runs/run-watchers.js';

const bodyBytes = 256 << 10;
const headerBytes = 16 << 10;
const requestMs = 30_000;
const admissionMs = 15_000;

export interface ServerOptions extends Services {
  readonly logger: Logger;
  /** The host name at which it listens. */
  readonly ownName: string;
  /** Where the built page lies, or will. */
  readonly pageDir: string;
}

export interface BuiltServer {
  readonly app: Api;
  readonly tokens: TokenBook;
  readonly credentials: Credentials;
  readonly watchers: RunWatchers;
}

/** Listens nowhere yet. */
export async function buildServer(options: ServerOptions): Promise<BuiltServer> {
  const { logger, ownName, pageDir, ...services } = options;
  const app: Api = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Paths hold names, queries may hold anything: requests are told by their routes.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytes,
    // Longer ones than any schema takes, so that these say what is wrong.
    routerOptions: { maxParamLength: headerBytes },
    frameworkErrors: (error, request, reply) => answerWith(error, request, reply),
    requestTimeout: requestMs,
    forceCloseConnections: true,
    http: { maxHeaderSize: headerBytes },
    clientErrorHandler: (error, socket) => answerClientError(error, socket as never),
    // Nobody's word for where it comes from but the connection's.
    trustProxy: false,
    // Another's ID in the log would be another's text there.
    requestIdHeader: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const tokens = new TokenBook(services.store);
  const sessions = new SessionBook(services.store);
  const codes = new SignInCodes(services.store);
  const own = { name: ownName, publicUrl: services.settings.server.publicUrl };
  const credentials = new Credentials(tokens, sessions, own);
  const audit = new AuditLog(services.store);
  const watchers = new RunWatchers(services.client);
  await swagger(app);
  answerProblems(app);
  await app.register(fastifyCookie);
  limitConnections(app);
  guard(app, credentials, own);
  app.addHook('onSend', async (_, reply) => addCommonHeaders(reply));
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, credential, id } = request;
    request.log.debug(
      {
        reqId: id,
        method,
        route: routeOptions.url,
        status: reply.statusCode,
        token: credential?.caller.id,
        ms: reply.elapsedTime,
      },
      'answered',
    );
  });
  const refuseOthers = refuseOtherMethods(app);
  serviceRoutes(app, services);
  const plans = new RunPlans();
  runRoutes(app, services, audit, plans);
  annotationRoutes(app, services, audit);
  runDetailRoutes(app, services);
  comparedRunRoutes(app, services);
  runArtifactRoutes(app, services);
  const endOf = (request: FastifyRequest) => credentials.endOf(request);
  runEventRoutes(app, watchers, { everyMs: admissionMs, endOf });
  pipelineRoutes(app, services, audit, plans);
  partitionLineageRoutes(app, services);
  modelRoutes(app, services, audit);
  partitionRoutes(app, services);
  notificationRoutes(app, services);
  scheduleRoutes(app, services, audit);
  backfillRoutes(app, services, audit);
  bulkCancelRoutes(app, services, audit);
  bulkRetryRoutes(app, services, audit);
  taskKindRoutes(app);
  hostRoutes(app, services);
  quotaRoutes(app, services, audit);
  sessionRoutes(app, { credentials, sessions, codes }, audit);
  tokenRoutes(app, tokens, audit);
  auditRoutes(app, audit);
  refuseOthers();
  await pageRoutes(app, pageDir);
  await app.ready();
  return { app, tokens, credentials, watchers };
}
