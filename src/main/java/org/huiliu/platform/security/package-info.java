/**
 * Who calls and what they may do, read from the verified token.
 *
 * <p>In: a {@link io.quarkus.security.identity.SecurityIdentity} or a Vert.x request. Out: a
 * {@link org.huiliu.platform.security.Caller}. Start with {@link org.huiliu.platform.security.Callers}. Everything under
 * {@code /v1/} needs a token ({@link org.huiliu.platform.security.TokenGate}); what a role may do stands on the resource.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.security;
