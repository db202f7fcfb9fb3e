package io.conpool.http;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Putting a request together: the parsing of its URI and the rules of its fields.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestBenchmark {

	/** Nothing but the URI. */
	@Benchmark
	public H2Request bare() {
		return H2Request.get("https://greetings.example.org/hello").build();
	}

	/** With the fields that an application adds. */
	@Benchmark
	public H2Request withFields() {
		return H2Request.get("https://greetings.example.org/hello")
			.header("accept", "application/json")
			.header("user-agent", "greeter/1.0")
			.header("authorization", "Bearer 0123456789abcdef0123456789abcdef")
			.header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
			.build();
	}

}
