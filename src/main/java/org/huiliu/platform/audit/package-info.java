/** The trail of what people did: {@link org.huiliu.platform.audit.AuditTrail}. */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.audit;
