package org.huiliu.partners.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A list that is short enough to be given whole. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
record Listing<T>(List<T> items) {}
