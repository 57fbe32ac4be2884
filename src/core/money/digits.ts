/**
 * How many decimals a currency of ISO 4217 has: so many digits of an amount in minor units stand behind the point.
 *
 * @example
 * currencyDigits('EUR') // 2
 * currencyDigits('JPY') // 0
 */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
