package org.huiliu.partners;

/** An inbound source; its format is data under {@code contracts/feeds}. A feed that is off is refused at intake. */
public record Feed(String code, boolean enabled) {}
