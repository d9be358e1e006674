using System.Runtime.CompilerServices;
using CityActors.Silo.Clock;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace CityActors.Simulation;

/// <summary>This process has one worker from its first moment on: that is how the tests know when nothing is under way.</summary>
internal static class OneWorkerProcess
{
#pragma warning disable CA2255 // A test process is an application: nobody else loads it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin() => OneWorker.Begin();
}
