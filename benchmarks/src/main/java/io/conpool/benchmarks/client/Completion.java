package io.conpool.benchmarks.client;

/**
 * Told how a call ended.
 */
public interface Completion {

	/**
	 * The response is there.
	 * @param status its status
	 * @param length bytes of content
	 */
	void succeeded(int status, long length);

	/**
	 * There will be no response.
	 * @param thrown why
	 */
	void failed(Throwable thrown);

	/**
	 * The status that every request is answered with.
	 * @param status of a response
	 * @param length of its content
	 * @return the length
	 */
	static long requireOk(int status, long length) {
		if (status != 200) {
			throw new IllegalStateException("status " + status);
		}
		return length;
	}

}
