package io.conpool.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/**
 * The rules of Reactive Streams for the reader that gathers content.
 */
public class GatheringSubscriberTckTests extends FlowSubscriberBlackboxVerification<ByteBuffer> {

	public GatheringSubscriberTckTests() {
		super(Tck.environment());
	}

	@Override
	public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
		return new GatheringSubscriber(1024);
	}

	@Override
	public ByteBuffer createElement(int element) {
		return Tck.element(element);
	}

}
