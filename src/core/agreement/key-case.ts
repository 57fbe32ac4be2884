/** YAML keys of agreements are snake_case, TypeScript is camelCase. Both ways are here and nowhere else. */

/**
 * @example
 * toCamelCase('email_domain') // 'emailDomain'
 */
export function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * @example
 * toSnakeCase('emailDomain') // 'email_domain'
 */
export function toSnakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`);
}
