/**
 * Responsible for quotas of teams as people set and read them, with what the teams hold now.
 * Leaves to others: keeping them (registry), granting slots by them (workers, fanout), which slots there are (fanout).
 */
import type { Quota, QuotaRole } from '@espalier/domain';
import { changeQuota, listQuotas, type QuotaChange, removeQuota, setQuota } from '@espalier/registry';
import type { Store } from '@espalier/store';

/** A slot of a host, as far as it matters here. */
export interface HeldSlot {
  readonly role: QuotaRole;
  /** Null where it is free. */
  readonly gang: { readonly team: string } | null;
}

/** Of a team that has a quota, or holds slots. */
export interface TeamQuota {
  readonly team: string;
  /** Null where the team has none. */
  readonly quota: Quota | null;
  readonly held: Readonly<Record<QuotaRole, number>>;
}

export class QuotaBook {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Teams that have a quota, and those that hold slots, by name. @throws EspalierError `store.*` */
  async list(slots: readonly HeldSlot[]): Promise<readonly TeamQuota[]> {
    const quotas = new Map((await listQuotas(this.#store)).map((quota) => [quota.team, quota]));
    const holders = slots.flatMap(({ gang }) => gang?.team ?? []);
    return [...new Set([...quotas.keys(), ...holders])].sort().map((team) => {
      const own = slots.filter(({ gang }) => gang?.team === team);
      const held = (role: QuotaRole) => own.filter((slot) => slot.role === role).length;
      const quota = quotas.get(team) ?? null;
      return { team, quota, held: { encoder: held('encoder'), trainer: held('trainer') } };
    });
  }

  /**
   * In place of the team's quota before; gangs that wait are held to it within seconds, those that have slots keep them.
   * @throws EspalierError `registry.bad-quota`, `store.*`
   */
  set(team: string, slots: Quota['slots'], by: string): Promise<Quota> {
    return setQuota(this.#store, { team, slots, by });
  }

  /** Limits that are not named stay as they are. @throws EspalierError `registry.bad-quota`, `store.contended`, `store.*` */
  change(team: string, slots: QuotaChange, by: string): Promise<Quota> {
    return changeQuota(this.#store, { team, slots, by });
  }

  /** @throws EspalierError `registry.no-quota`, `registry.bad-quota`, `store.*` */
  remove(team: string): Promise<void> {
    return removeQuota(this.#store, team);
  }
}
