package io.conpool.benchmarks.client;

/**
 * A request that can be sent any number of times, by several threads at once. A small
 * response counts as received when its content is in memory; a large one is read as it
 * arrives and dropped.
 */
public interface PreparedCall {

	/**
	 * Sends the request without waiting.
	 * @param completion told once how it ended, on any thread
	 */
	void start(Completion completion);

	/**
	 * Sends the request and waits, in the way that suits the client best.
	 * @return the length of the content
	 * @throws Exception if the response is not there, or its status not 200
	 */
	long perform() throws Exception;

}
