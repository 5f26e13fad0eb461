/**
 * Who the hub works with: agencies, their targets, the feeds. People edit them; every edit leaves an audit row.
 *
 * <p>In: operators' edits. Out: {@link org.huiliu.partners.Targets} for routing and delivery. Start with
 * {@link org.huiliu.partners.TargetDirectory}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.partners;
