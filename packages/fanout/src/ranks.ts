/** What a rank needs of this package: apart from the rest, since importing BullMQ would hold its start up by 0.14 s. */
export { connectRedis } from './connect-redis.js';
export { awaitArrivals } from './gang/arrivals.js';
export { awaitRendezvous, publishRendezvous } from './gang/rendezvous.js';
