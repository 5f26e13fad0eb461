/**
 * The case schema as records: the words that every room shares.
 *
 * <p>{@link org.huiliu.model.CaseContent} is what a mapping makes of one report. The published form is
 * {@code contracts/case/v1/case.schema.json}. JDK only, no framework, no behaviour beyond validation.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.model;
