/**
 * Where connections lead: {@link io.conpool.endpoint.Endpoint} is the pool's key. Knows
 * nothing but the JDK.
 */
@NullMarked
package io.conpool.endpoint;

import org.jspecify.annotations.NullMarked;
