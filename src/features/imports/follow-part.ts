/** What a part is made of, in the order in which it is done. */
const partSteps = ['plan', 'accounts', 'domains', 'contacts', 'keys', 'ids', 'rest', 'outcome', 'commit'] as const;
export type PartStep = (typeof partSteps)[number];

/** The part before came to nothing, so neither does this one. */
class AbandonedPart extends Error {
  override name = 'AbandonedPart';
}

/**
 * How far a part is, for the next one, which is written on another connection in the meantime and does no step before this one has
 * done it: whatever both need a lock for, the earlier part has first, so neither waits for the other in a circle.
 */
export class PartProgress {
  private readonly before: PartProgress | null;
  private readonly steps = new Map(partSteps.map((step) => [step, Promise.withResolvers<void>()]));

  constructor(before: PartProgress | null) {
    this.before = before;
    // Where nobody follows, nobody has to hear that this part has failed.
    for (const { promise } of this.steps.values()) promise.catch(() => {});
  }

  /** Waits until the part before has done a step. */
  async follow(step: PartStep): Promise<void> {
    await this.before?.steps.get(step)?.promise;
  }

  done(step: PartStep): void {
    this.steps.get(step)?.resolve();
  }

  /** Whatever is not done will not be. */
  abandon(): void {
    for (const { reject } of this.steps.values()) reject(new AbandonedPart('The part before was not written'));
  }

  /** Does one step when the part before has. */
  async take<T>(step: PartStep, work: () => Promise<T>): Promise<T> {
    await this.follow(step);
    const outcome = await work();
    this.done(step);
    return outcome;
  }
}
