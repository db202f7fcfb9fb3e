package io.conpool.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;

/**
 * Event loops, each of which has a {@link LoopHandover}. Safe for use by several threads.
 */
final class LoopGroup extends MultiThreadIoEventLoopGroup {

	LoopGroup(int threads, ThreadFactory factory, IoHandlerFactory ioHandlers) {
		super(threads, factory, ioHandlers);
	}

	@Override
	protected IoEventLoop newChild(Executor executor, IoHandlerFactory ioHandlers, Object... args) {
		// The thread starts when the loop exists.
		LoopHandover handover = new LoopHandover();
		IoEventLoop loop = super.newChild((run) -> executor.execute(() -> handover.whileRunning(run)), ioHandlers,
				args);
		if (loop instanceof SingleThreadEventLoop known) {
			handover.of(known);
		}
		return loop;
	}

}
