package io.conpool.micrometer.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;

/**
 * What a tracer does when a request is sent: it puts a field into whatever carries it.
 */
record TracePropagation(String name, String value) implements ObservationHandler<SenderContext<Object>> {

	@Override
	public void onStart(SenderContext<Object> context) {
		context.getSetter().set(context.getCarrier(), this.name, this.value);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof SenderContext;
	}

}
