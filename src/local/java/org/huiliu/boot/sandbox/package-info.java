/**
 * Stand-ins for the systems that the hub delivers to: a municipal department, a district centre and the four lines that
 * want answers. {@link org.huiliu.boot.sandbox.Sandbox} takes what the hub sends, holds every request against the
 * published contract of its target, answers as the contract says and shows what it got. It keeps nothing on disk.
 */
@NullMarked
package org.huiliu.boot.sandbox;

import org.jspecify.annotations.NullMarked;
