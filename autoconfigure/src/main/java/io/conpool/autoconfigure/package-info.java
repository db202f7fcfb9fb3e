/**
 * Auto-configuration of the client: {@link io.conpool.H2Client} and its parts from
 * {@code conpool.h2.*} properties. Begins in
 * {@link io.conpool.autoconfigure.H2ClientAutoConfiguration}. Knows nothing of metrics,
 * health and the actuator, which have packages of their own.
 */
@NullMarked
package io.conpool.autoconfigure;

import org.jspecify.annotations.NullMarked;
