package org.huiliu.model;

/**
 * Why a case went where it went: the rule that decided, in the version that was published then.
 *
 * @param reason the rule's own words, Chinese
 */
public record Basis(int rulesetVersion, String rule, String reason) {}
