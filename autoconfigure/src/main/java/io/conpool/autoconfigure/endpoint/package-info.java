/**
 * The actuator endpoint {@code h2conpool}:
 * {@link io.conpool.autoconfigure.endpoint.H2ConpoolEndpoint}, and its
 * auto-configuration, of which the endpoint knows nothing.
 */
@NullMarked
package io.conpool.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
