/**
 * The atomic steps of slots and gangs, each a Lua script that says its keys, arguments and reply.
 * Leaves repeating and waiting to `host-registration` and `acquire-gang`.
 */
import { LuaScript } from '../lua-script.js';

export const renewScript = new LuaScript('gang/renew');
export const beginScript = new LuaScript('gang/begin');
export const leaveScript = new LuaScript('gang/leave');
export const acquireScript = new LuaScript('gang/acquire');
export const releaseScript = new LuaScript('gang/release');
export const forgetScript = new LuaScript('gang/forget');
export const listScript = new LuaScript('gang/list');
export const listWaitingScript = new LuaScript('gang/list-waiting');
