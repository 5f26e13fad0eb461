/**
 * Contracts of receiving systems, as data: the hub's own three ({@code openapi/receiver-*.yaml}) and those that an operator
 * has uploaded, each an OpenAPI document with a {@link org.huiliu.contracts.Binding} that says which operation takes which
 * kind of delivery and how a letter becomes its body.
 *
 * <p>In: documents and bindings ({@code /v1/contracts}), letters of {@code delivery} that are to be sent, answers of
 * receivers. Out: a message that keeps the contract, or the spots where it would not; what an answer says; in what two
 * versions differ. Pure computation but for {@code contracts.pg}. A room of its own and not a part of {@code delivery}: it
 * is of use before any delivery exists (upload, comparison, mock), and {@code delivery} only wants to know what to send.
 * Open {@link org.huiliu.contracts.Contract} first, then {@link org.huiliu.contracts.Examination}, which says what is wrong with
 * an uploaded one, and {@link org.huiliu.contracts.Differences}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.contracts;
