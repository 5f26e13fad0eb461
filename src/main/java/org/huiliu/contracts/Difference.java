package org.huiliu.contracts;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One thing in which two versions of a contract differ.
 *
 * @param pointer to the spot, in the newer document; of what has gone in the older
 * @param breaking whether what kept the older contract may break the newer: for what is sent when it asks for more, for
 *     answers when it promises less
 * @param zh in words, Chinese
 * @param en in words, English
 */
@RegisterForReflection
public record Difference(String pointer, boolean breaking, String zh, String en) {}
