/** Responsible for how many follow runs at once, and that no token takes the places of all others. Leaves to others: following (run-event-routes.ts). */
import { EspalierError } from '@espalier/domain';

const mostViewers = 500;
const mostOfToken = 200;

export class ViewerPlaces {
  readonly #ofToken = new Map<string, number>();
  #taken = 0;

  /**
   * @param token whose viewer it is
   * @returns gives the place back, once
   * @throws EspalierError `server.busy`
   */
  take(token: string): () => void {
    const ofToken = this.#ofToken.get(token) ?? 0;
    if (this.#taken >= mostViewers) throw busy(`${mostViewers} viewers follow runs already.`);
    if (ofToken >= mostOfToken) throw busy(`${mostOfToken} viewers of one token follow runs already.`);
    this.#taken += 1;
    this.#ofToken.set(token, ofToken + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#taken -= 1;
      const left = (this.#ofToken.get(token) ?? 1) - 1;
      if (left === 0) this.#ofToken.delete(token);
      else this.#ofToken.set(token, left);
    };
  }
}

function busy(message: string): EspalierError {
  return new EspalierError('server.busy', message);
}
