/** Choosing a password, with a hint that grows with its length. No rules of symbols: length is what counts. */
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import styles from './new-password.module.css';

const least = 10;
const strong = 16;

/**
 * @example
 * hintFor('aaaaaaaaaaaaaaaa') // { level: 1, words: 'Long, but easy to guess. Mix more characters.' }
 */
export function hintFor(password: string): { level: 0 | 1 | 2 | 3; words: string } {
  const length = [...password].length;
  if (length === 0) return { level: 0, words: `At least ${least} characters. A few unrelated words are best.` };
  if (length < least) return { level: 0, words: `${least - length} more to go` };
  if (new Set(password).size < least / 2) return { level: 1, words: 'Long, but easy to guess. Mix more characters.' };
  if (length < strong) return { level: 2, words: 'Good. Longer is stronger.' };
  return { level: 3, words: 'Strong' };
}

export function NewPassword(props: PasswordInputProps & { value?: string }) {
  const { level, words } = hintFor(props.value ?? '');
  return (
    <PasswordInput
      autoComplete="new-password"
      {...props}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        <span className={styles.hint}>
          <span className={styles.meter} aria-hidden="true">
            {[1, 2, 3].map((step) => (
              <i key={step} data-on={step <= level || undefined} />
            ))}
          </span>
          {words}
        </span>
      }
    />
  );
}
