package io.conpool.interop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.H2Response;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How calls ended. Safe for use by several threads.
 */
final class Tally {

	private final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();

	private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();

	private final Map<String, String> samples = new ConcurrentHashMap<>();

	private final AtomicInteger wrongBodies = new AtomicInteger();

	void add(@Nullable H2Response response, @Nullable Throwable thrown, String expectedBody) {
		if (response == null) {
			H2Error error = H2ClientException.errorIn(thrown);
			String name = (error != null) ? error.type() : "untyped: " + thrown;
			this.samples.putIfAbsent(name, String.valueOf(thrown));
			this.errors.merge(name, 1, Integer::sum);
			return;
		}
		this.answers.merge(response.status(), 1, Integer::sum);
		if (!response.bodyAsString().equals(expectedBody)) {
			this.wrongBodies.incrementAndGet();
		}
	}

	/** How many answers, by status. */
	Map<Integer, Integer> answers() {
		return this.answers;
	}

	/** How many errors, by {@link H2Error#type()}. */
	Map<String, Integer> errors() {
		return this.errors;
	}

	/** Answers with another body than the expected one. */
	int wrongBodies() {
		return this.wrongBodies.get();
	}

	/** Fails unless so many calls were answered well, and none otherwise. */
	void assertAllAnswered(int calls) {
		assertThat(this.errors).as("lost calls; one of each kind: %s", this.samples.values()).isEmpty();
		assertThat(this.answers).isEqualTo(Map.of(200, calls));
		assertThat(this.wrongBodies).hasValue(0);
	}

	/** Fails unless so many calls were answered, whatever the status. */
	void assertNoneLost(int calls) {
		assertThat(this.errors).as("lost calls; one of each kind: %s", this.samples.values()).isEmpty();
		assertThat(this.answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(calls);
	}

	@Override
	public String toString() {
		return this.answers + " " + this.errors;
	}

}
