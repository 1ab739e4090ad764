/** Responsible for what a token may do: each role may do what those before it may. Pure. */
export const roles = ['viewer', 'operator', 'admin'] as const;
/** `viewer` reads, `operator` starts and ends runs, `admin` hands out tokens and reads the audit log. */
export type Role = (typeof roles)[number];

/** What a route asks of whoever calls it. */
export type RouteRole = Role | 'anyone';

export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

export function lowerRole(one: Role, other: Role): Role {
  return mayAct(one, other) ? other : one;
}
