package org.huiliu.routing;

import org.huiliu.model.CaseContent;

/** What rules may ask about. */
public record Facts(String feed, CaseContent content) {}
