namespace CityActors.Engine.Scheduling;

/// <summary>Makes loops: on threads, or in a simulation.</summary>
internal interface ILoopFactory
{
    Loop Create(GrainEngine engine, int index);

    void Start(Loop loop);

    Task Stop(IReadOnlyList<Loop> loops);
}

/// <summary>Makes loops on threads.</summary>
internal sealed class ThreadLoopFactory : ILoopFactory
{
    public Loop Create(GrainEngine engine, int index) => new ThreadLoop(engine, index);

    public void Start(Loop loop) => ((ThreadLoop)loop).Start();

    public Task Stop(IReadOnlyList<Loop> loops)
    {
        foreach (var loop in loops.OfType<ThreadLoop>())
        {
            loop.Stop();
        }

        return Task.WhenAll(loops.OfType<ThreadLoop>().Select(loop => loop.Ended));
    }
}
