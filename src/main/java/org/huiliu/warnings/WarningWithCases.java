package org.huiliu.warnings;

import java.util.List;

/** A warning and its cases, oldest first. */
public record WarningWithCases(Warning warning, List<WarningCase> cases) {}
