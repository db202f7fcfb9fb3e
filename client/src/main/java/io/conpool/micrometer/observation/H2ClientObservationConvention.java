package io.conpool.micrometer.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations of calls are named, and which key values they have: to be implemented
 * for others than {@link DefaultH2ClientObservationConvention}'s, which may also be
 * extended. It is called on the thread that begins a call and on the one that ends it,
 * event loops never; it must not block, and must tolerate a response and an error that
 * are not there yet.
 */
public interface H2ClientObservationConvention extends ObservationConvention<H2ClientObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof H2ClientObservationContext;
	}

}
