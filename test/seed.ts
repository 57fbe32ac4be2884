import fc from 'fast-check';

/**
 * Properties draw the same cases in every run, so that a red suite is red for a change and not by luck. New cases are looked
 * for by hand, with as many seeds as one likes: `FC_SEED=$RANDOM npx vitest run src/core`.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_260_302) });
