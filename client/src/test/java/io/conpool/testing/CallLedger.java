package io.conpool.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.call.CallListener;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;

/**
 * Keeps account of calls: which have begun and not ended, how each ended, and what does
 * not add up. Safe for use by several threads.
 */
public final class CallLedger implements CallListener {

	private final Set<H2Request> running = ConcurrentHashMap.newKeySet();

	private final AtomicInteger begun = new AtomicInteger();

	private final List<String> ends = new CopyOnWriteArrayList<>();

	private final List<String> faults = new CopyOnWriteArrayList<>();

	@Override
	public void onBegin(H2Request request) {
		this.begun.incrementAndGet();
		if (!this.running.add(request)) {
			this.faults.add("begun twice: " + request);
		}
	}

	@Override
	public void onEnd(H2Request request, int status, H2Error error) {
		String how = status + " " + ((error != null) ? error.type() : "whole");
		if (!this.running.remove(request)) {
			this.faults.add("ended without having begun, or twice, with " + how + ": " + request);
		}
		this.ends.add(how);
	}

	/**
	 * How many calls have begun.
	 * @return the number
	 */
	public int begun() {
		return this.begun.get();
	}

	/**
	 * How many have begun and not ended.
	 * @return the number
	 */
	public int running() {
		return this.running.size();
	}

	/**
	 * How the calls ended: status and type of error.
	 * @return in the order of their ends
	 */
	public List<String> ends() {
		return List.copyOf(this.ends);
	}

	/**
	 * What does not add up.
	 * @return none, as it should be
	 */
	public List<String> faults() {
		return List.copyOf(this.faults);
	}

}
