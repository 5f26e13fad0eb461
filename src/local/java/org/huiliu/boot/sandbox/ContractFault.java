package org.huiliu.boot.sandbox;

/**
 * Where a request breaks the contract.
 *
 * @param pointer JSON pointer into the body, or {@code header:<name>}; {@code method} when the contract has no such call
 */
public record ContractFault(String pointer, String message) {}
