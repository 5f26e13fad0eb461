/**
 * How a request proves that the hub wrote it: Standard Webhooks, and the styles of partners in China.
 *
 * <p>In: a {@link org.huiliu.delivery.signing.Message}, its {@link org.huiliu.delivery.signing.Stamp}, keys. Out: headers
 * ({@link org.huiliu.delivery.signing.Signatures}); for receivers the check of them
 * ({@link org.huiliu.delivery.signing.Verifier}). Start with {@link org.huiliu.delivery.signing.Scheme}, which says what each
 * way signs; the texts that receivers read stand in {@code contracts/signing}, with test vectors.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery.signing;
