import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../context.ts';
import { type Databases, measureSkew, poolNames } from '../db/database.ts';

/** Further apart than this and clocks of two processes would disagree about who was late. */
const toleratedSkew = 2_000;

type HealthParts = { databases: Databases; clock: Clock; metricsToken: string | undefined; isDraining: () => boolean };

/** `/healthz`: the process lives. `/readyz`: it can do its work. `/metrics`: figures for Prometheus, no names in them. */
export function serveHealth(server: FastifyInstance, parts: HealthParts): void {
  server.get('/healthz', { logLevel: 'silent' }, async () => ({ status: 'ok' }));
  server.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const problem = parts.isDraining() ? 'stopping' : await findProblem(parts);
    if (problem === null) return { status: 'ok' };
    return reply.status(503).header('retry-after', '2').send({ status: 'degraded', problem });
  });

  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'baton_' });
  const duration = new Histogram({
    name: 'baton_http_request_duration_seconds',
    help: 'Time to answer, by route template and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'baton_database_waiting_requests',
    help: 'Requests that wait for a database connection, by pool.',
    labelNames: ['pool'],
    registers: [registry],
    collect() {
      const waiting = parts.databases.waiting();
      for (const pool of poolNames) this.set({ pool }, waiting[pool]);
    },
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  server.get('/metrics', { logLevel: 'silent' }, async (request, reply) => {
    const allowed = parts.metricsToken
      ? request.headers.authorization === `Bearer ${parts.metricsToken}`
      : ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip);
    if (!allowed) return reply.status(404).send();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

async function findProblem({ databases, clock }: HealthParts): Promise<string | null> {
  try {
    const skew = await measureSkew(databases.workers, clock());
    return skew > toleratedSkew
      ? `the clocks of Baton and of the database are ${Math.round(skew / 1000)} s apart`
      : null;
  } catch {
    return 'the database does not answer';
  }
}
