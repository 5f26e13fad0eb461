/** The register over HTTP: targets, agencies, feeds, and the audit of what operators did. */
@org.jspecify.annotations.NullMarked
package org.huiliu.partners.rest;
