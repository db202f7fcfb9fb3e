package io.conpool.benchmarks.client;

/**
 * A client, set up for throughput as somebody would who knows it. It lasts as long as its
 * process.
 */
public interface ClientUnderTest {

	/**
	 * Makes what an application would keep between two equal requests: the request itself
	 * where its type is immutable, else what it is made of.
	 * @param request what is to be sent
	 * @return performs it, as often as wanted
	 */
	PreparedCall prepare(BenchRequest request);

}
