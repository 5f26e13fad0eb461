/**
 * Who the hub works with: agencies, their targets, the feeds. People edit them; every edit leaves an audit row.
 *
 * <p>In: operators' edits. Out: {@link org.huiliu.partners.Targets} for routing and delivery. Start with
 * {@link org.huiliu.partners.TargetDirectory}, which the paths ask, and {@link org.huiliu.partners.PartnerRegister}, which
 * people edit; what an entry must look like stands in {@link org.huiliu.partners.PartnerRules}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.partners;
