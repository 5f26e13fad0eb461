/** The register in PostgreSQL: Hibernate Reactive writes what people edit, the paths read it in their own transaction. */
@org.jspecify.annotations.NullMarked
package org.huiliu.partners.pg;
