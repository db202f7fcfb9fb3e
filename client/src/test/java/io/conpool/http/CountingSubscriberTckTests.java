package io.conpool.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/**
 * The rules of Reactive Streams for the reader that keeps nothing.
 */
public class CountingSubscriberTckTests extends FlowSubscriberBlackboxVerification<ByteBuffer> {

	public CountingSubscriberTckTests() {
		super(Tck.environment());
	}

	@Override
	public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
		return new CountingSubscriber();
	}

	@Override
	public ByteBuffer createElement(int element) {
		return Tck.element(element);
	}

}
