/**
 * Auto-configuration of the observation of calls; begins in
 * {@link io.conpool.autoconfigure.observation.H2ClientObservationAutoConfiguration}.
 * Observations themselves belong to the client.
 */
@NullMarked
package io.conpool.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
