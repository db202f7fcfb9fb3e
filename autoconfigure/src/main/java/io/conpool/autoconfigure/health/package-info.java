/**
 * The pool's health: {@link io.conpool.autoconfigure.health.H2ConpoolHealthIndicator},
 * and its auto-configuration, of which the indicator knows nothing.
 */
@NullMarked
package io.conpool.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
